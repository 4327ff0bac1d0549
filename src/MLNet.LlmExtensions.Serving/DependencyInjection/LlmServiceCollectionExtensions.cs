using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MLNet.LlmExtensions.Serving;
using MLNet.LlmExtensions.Serving.DependencyInjection;
using MLNet.LlmExtensions.Serving.Diagnostics;
using MLNet.LlmExtensions.Serving.Embeddings;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Text classifiers and embeddings as services.</summary>
public static class LlmServiceCollectionExtensions
{
    /// <summary>
    /// Registers a classifier as <see cref="LlmTextClassifier"/> under a key: one for the application, which brings the texts of all
    /// callers together.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Its key, and its name in options, metrics and logs.</param>
    /// <param name="configure">
    /// Sets the options, at the least <see cref="LlmTextClassifierOptions.ModelPath"/>. <see langword="null"/>: they are configured
    /// elsewhere under the same name, for example from a configuration section.
    /// </param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// Wrong options are an <see cref="OptionsValidationException"/> when the classifier is first taken. The host's start loads the model
    /// unless <see cref="LlmServiceOptions.LoadOnStart"/> says otherwise.
    /// </remarks>
    public static IServiceCollection AddLlmTextClassifier(
        this IServiceCollection services, string name, Action<LlmTextClassifierOptions>? configure = null)
    {
        Register(services, name, configure);
        services.AddKeyedSingleton(name, static (provider, key) => new LlmTextClassifier(
            (string)key!,
            Options<LlmTextClassifierOptions>(provider, key),
            provider.GetRequiredService<ServingMetrics>(),
            Loggers(provider).CreateLogger<LlmTextClassifier>(),
            Time(provider)));
        services.AddSingleton<ILlmService>(provider => provider.GetRequiredKeyedService<LlmTextClassifier>(name));
        return services;
    }

    /// <summary>
    /// Registers embeddings as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of <see cref="string"/> and
    /// <see cref="Embedding{T}"/> of <see cref="float"/> under a key: one for the application, which brings the texts of all callers together.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Their key, and their name in options, metrics and logs.</param>
    /// <param name="configure">
    /// Sets the options, at the least <see cref="LlmEmbeddingsOptions.ModelFolder"/>. <see langword="null"/>: they are configured elsewhere
    /// under the same name.
    /// </param>
    /// <returns>The services.</returns>
    /// <inheritdoc cref="AddLlmTextClassifier" path="/remarks"/>
    public static IServiceCollection AddLlmEmbeddings(this IServiceCollection services, string name, Action<LlmEmbeddingsOptions>? configure = null)
    {
        Register(services, name, configure);
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(name, static (provider, key) => new QueuedEmbeddingGenerator(
            (string)key!, Options<LlmEmbeddingsOptions>(provider, key), provider.GetRequiredService<ServingMetrics>(), Loggers(provider), Time(provider)));
        services.AddSingleton(provider => (ILlmService)provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(name));
        return services;
    }

    /// <summary>
    /// Adds a health check for each service of <see cref="AddLlmTextClassifier"/> and <see cref="AddLlmEmbeddings"/> that is registered
    /// so far: unhealthy without a model, degraded where a newer model file could not be loaded or the queue is nearly full.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="tags">Tags of the checks, by which endpoints choose.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddLlmServices(this IHealthChecksBuilder builder, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var name in builder.Services.Select(service => service.ImplementationInstance).OfType<ServiceName>().Select(service => service.Name).ToArray())
        {
            _ = builder.Add(new HealthCheckRegistration(
                name, provider => new LlmServiceHealthCheck(provider.GetServices<ILlmService>().Single(service => service.Name == name)), null, tags));
        }

        return builder;
    }

    private static void Register<TOptions>(IServiceCollection services, string name, Action<TOptions>? configure)
        where TOptions : LlmServiceOptions
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(service => (service.ImplementationInstance as ServiceName)?.Name == name))
        {
            throw new ArgumentException($"A service of the name '{name}' is registered already.", nameof(name));
        }

        _ = services.AddSingleton(new ServiceName(name));
        _ = services.AddMetrics();
        _ = services.AddOptions<TOptions>(name).Configure(options => configure?.Invoke(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, ServiceOptionsValidator<TOptions>>());
        services.TryAddSingleton<ServingMetrics>();
        _ = services.AddHostedService<LlmWarmUp>();
    }

    private static TOptions Options<TOptions>(IServiceProvider provider, object? name) =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get((string)name!);

    private static ILoggerFactory Loggers(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
