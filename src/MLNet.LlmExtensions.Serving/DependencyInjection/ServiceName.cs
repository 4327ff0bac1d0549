namespace MLNet.LlmExtensions.Serving.DependencyInjection;

/// <summary>The name of a registered service, so that health checks can be made before there is a service provider.</summary>
internal sealed record ServiceName(string Name);
