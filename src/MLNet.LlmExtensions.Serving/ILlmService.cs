namespace MLNet.LlmExtensions.Serving;

/// <summary>What the host and the health check need of a service.</summary>
internal interface ILlmService
{
    string Name { get; }

    bool LoadsOnStart { get; }

    LlmServiceStatus Status { get; }

    /// <summary>Loads the model, unless it is.</summary>
    void Load();
}
