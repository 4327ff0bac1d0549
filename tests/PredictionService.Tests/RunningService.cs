using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace PredictionService.Tests;

/// <summary>The service on a free port of the loopback device.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningService> StartAsync(string model, params string[] settings)
    {
        var app = ServiceHost.Build(
            ["--urls=http://127.0.0.1:0", $"--Service:Classifiers:reports={model}", "--Service:Threads=1", .. settings],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningService(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
