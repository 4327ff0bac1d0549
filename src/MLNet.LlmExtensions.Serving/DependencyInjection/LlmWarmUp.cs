using Microsoft.Extensions.Hosting;

namespace MLNet.LlmExtensions.Serving.DependencyInjection;

/// <summary>Loads, when the host starts, the models of those services that want it.</summary>
internal sealed class LlmWarmUp(IEnumerable<ILlmService> services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            foreach (var service in services.Where(service => service.LoadsOnStart))
            {
                cancellationToken.ThrowIfCancellationRequested();
                service.Load();
            }
        },
        cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
