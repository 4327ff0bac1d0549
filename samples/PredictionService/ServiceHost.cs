using System.Text.Json;
using Microsoft.Extensions.Options;
using MLNet.LlmExtensions;
using OpenTelemetry.Metrics;
using PredictionService.Endpoints;
using PredictionService.Security;
using PredictionService.Settings;

namespace PredictionService;

/// <summary>Puts the service together.</summary>
internal static class ServiceHost
{
    /// <summary>The service, ready to run. It listens on the loopback device unless "urls" or "Kestrel" says otherwise.</summary>
    /// <param name="args">The command line: configuration as <c>--Service:ApiKey=…</c>.</param>
    /// <param name="configure">Changes the application before it is built; tests do.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The page and the settings lie beside the program, wherever it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        var settings = builder.Configuration.GetSection(ServiceSettings.Section).Get<ServiceSettings>() ?? new ServiceSettings();
        if (settings.Classifiers.Count == 0)
        {
            throw new OptionsValidationException(
                ServiceSettings.Section, typeof(ServiceSettings), ["There is no classifier: set Service:Classifiers:NAME to a file that ml.Model.Save wrote."]);
        }

        builder.Services.AddOptions<ServiceSettings>().BindConfiguration(ServiceSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = settings.MaximumBodyBytes;
            kestrel.AddServerHeader = false;
        });
        foreach (var folder in settings.LanguageModelFolders)
        {
            LanguageModelFolders.Add(folder);
        }

        foreach (var (name, path) in settings.Classifiers)
        {
            builder.Services.AddLlmTextClassifier(name, options =>
            {
                options.ModelPath = path;
                options.MaximumTextLength = settings.MaximumTextLength;
                options.MaximumQueueLength = settings.MaximumQueueLength;
                options.IntraOpThreads = settings.Threads;
            });
        }

        builder.Services.AddHealthChecks().AddLlmServices("ready");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("MLNet.LlmExtensions.Serving", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ClassificationFailures>();
        builder.Services.AddOpenApi();
        builder.Services.AddCallerLimits();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<PageHeaders>();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseMiddleware<ApiKeyCheck>();
        app.UseRateLimiter();
        app.MapClassifiers();
        app.MapHealth();
        app.MapOpenApi();
        app.MapPrometheusScrapingEndpoint();
        return app;
    }
}
