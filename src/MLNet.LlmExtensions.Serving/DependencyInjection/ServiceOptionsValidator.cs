using Microsoft.Extensions.Options;

namespace MLNet.LlmExtensions.Serving.DependencyInjection;

/// <summary>Checks the options of a service by its name, when they are first asked for.</summary>
internal sealed class ServiceOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : LlmServiceOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options) => options.Check() is { Count: > 0 } problems
        ? ValidateOptionsResult.Fail(problems.Select(problem => $"{typeof(TOptions).Name} of '{name}': {problem}"))
        : ValidateOptionsResult.Success;
}
