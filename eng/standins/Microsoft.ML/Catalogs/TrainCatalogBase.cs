using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The base of the catalogs of tasks.</summary>
public abstract partial class TrainCatalogBase
{
    private protected TrainCatalogBase(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }

    /// <summary>The base of the lists of trainers, which are extension methods on them.</summary>
    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;

        internal TrainCatalogBase Owner { get; }

        internal HostEnvironment Environment => Owner.Environment;
    }
}
