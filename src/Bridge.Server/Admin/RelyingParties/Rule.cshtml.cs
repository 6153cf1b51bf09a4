using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>Shows a rule of a relying party, and changes it in its place.</summary>
[Needs(Right.Read)]
internal sealed class RuleModel(Engine engine) : RulePage(engine)
{
    public override bool IsNew => false;
}
