using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNet.LlmExtensions.Serving.Diagnostics;

/// <summary>
/// Healthy where the model is loaded; degraded where a newer file could not be loaded, or the queue is nearly full; unhealthy where
/// there is no model.
/// </summary>
internal sealed class LlmServiceHealthCheck(ILlmService service) : IHealthCheck
{
    private const double NearlyFull = 0.9;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = service.Status;
        var data = new Dictionary<string, object> { ["queueLength"] = status.QueueLength, ["maximumQueueLength"] = status.MaximumQueueLength };
        if (status.LoadedAt is { } loadedAt)
        {
            data["loadedAt"] = loadedAt.ToString("O", CultureInfo.InvariantCulture);
        }

        return Task.FromResult(status switch
        {
            { IsLoaded: false, LoadFailure: { } failure } => new HealthCheckResult(context.Registration.FailureStatus, $"The model cannot be loaded: {failure}", data: data),
            { IsLoaded: false } when service.LoadsOnStart => new HealthCheckResult(context.Registration.FailureStatus, "The model is not loaded yet.", data: data),
            { IsLoaded: false } => HealthCheckResult.Healthy("The model is loaded with the first request.", data),
            { LoadFailure: { } failure } => HealthCheckResult.Degraded($"The newest model file cannot be loaded; the one before serves on. {failure}", data: data),
            _ when status.QueueLength >= NearlyFull * status.MaximumQueueLength => HealthCheckResult.Degraded("The queue is nearly full.", data: data),
            _ => HealthCheckResult.Healthy("The model is loaded.", data),
        });
    }
}
