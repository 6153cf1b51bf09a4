using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>Makes a rule of a relying party, at the end.</summary>
[Needs(Right.Write)]
internal sealed class NewRuleModel(Engine engine) : RulePage(engine)
{
    public override bool IsNew => true;
}
