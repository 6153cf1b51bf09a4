using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// What a page's address says is read from the address alone. A field of a form with the same name would come first, and lead a
/// handler to another thing than the one that the gate, and whatever asks for a proof, looked at.
/// </summary>
internal sealed class FromAddress : IPageApplicationModelConvention
{
    public void Apply(PageApplicationModel model)
    {
        var names = RoutePatternFactory.Parse(model.ActionDescriptor.AttributeRouteInfo!.Template!).Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in model.HandlerMethods.SelectMany(handler => handler.Parameters).Where(parameter => names.Contains(parameter.BindingInfo?.BinderModelName ?? parameter.ParameterName)))
            parameter.BindingInfo = new BindingInfo(parameter.BindingInfo ?? new()) { BindingSource = BindingSource.Path };
    }
}
