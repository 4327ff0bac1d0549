using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The start of everything: catalogs of what can be made, the random seed, and the log.</summary>
public sealed class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _environment;

    /// <summary>Creates a context; with a seed, what it makes is repeatable.</summary>
    public MLContext(int? seed = null)
    {
        _environment = new HostEnvironment(seed);
        _environment.Message += (kind, source, message) => Log?.Invoke(this, new LoggingEventArgs(message, kind, source));
        BinaryClassification = new BinaryClassificationCatalog(_environment);
        MulticlassClassification = new MulticlassClassificationCatalog(_environment);
        Transforms = new TransformsCatalog(_environment);
        Model = new ModelOperationsCatalog(_environment);
        Data = new DataOperationsCatalog(_environment);
    }

    /// <summary>Raised for every message of a component.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    HostEnvironment IHostEnvironment.Host => _environment;

    /// <summary>Trainers and evaluation of classification into two classes.</summary>
    public BinaryClassificationCatalog BinaryClassification { get; }

    /// <summary>Trainers and evaluation of classification into several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }

    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>What can be done with trained models.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>What can be done with data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>The components that saved models can refer to.</summary>
    public ComponentCatalog ComponentCatalog => _environment.ComponentCatalog;
}
