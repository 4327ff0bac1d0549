using Results.Methods;
using Results.Runs;

namespace Results.Pages;

/// <summary>A method with its language model: a row of the tables.</summary>
/// <param name="Method">The method.</param>
/// <param name="Model">The model; null where the method uses none, or has not been run.</param>
internal sealed record ResultSystem(IMethod Method, RunModel? Model)
{
    /// <summary>Its name on the page.</summary>
    public string Title => Model is null ? Method.Title : $"{Method.Title} ({Model.Name})";

    /// <summary>Its name in files' names.</summary>
    public string FileName => Model is null ? Method.Name : $"{Method.Name}-{Safe(Model.Name)}";

    // Links and file systems do not bear whatever a folder may be called.
    private static string Safe(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-'));
}
