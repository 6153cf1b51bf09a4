using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// What a page's address says is read from the address alone, by parameters of handlers and by bound properties of models. A field of a
/// form with the same name would come first, and lead a handler to another thing than the one that the gate, and whatever asks for a
/// proof, looked at.
/// </summary>
internal sealed class FromAddress : IPageApplicationModelConvention
{
    public void Apply(PageApplicationModel model)
    {
        var names = RoutePatternFactory.Parse(model.ActionDescriptor.AttributeRouteInfo!.Template!).Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A property that nothing binds has no binding to begin with, and gets none here.
        IEnumerable<ParameterModelBase> bound = [.. model.HandlerMethods.SelectMany(handler => handler.Parameters), .. model.HandlerProperties.Where(property => property.BindingInfo is not null)];
        foreach (var one in bound.Where(one => names.Contains(one.BindingInfo?.BinderModelName ?? one.Name)))
            one.BindingInfo = new BindingInfo(one.BindingInfo ?? new()) { BindingSource = BindingSource.Path };
    }
}
