using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Transforms, which are extension methods on this and on its parts.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog(HostEnvironment environment)
    {
        Environment = environment;
        Conversion = new ConversionTransforms(this);
        Text = new TextTransforms(this);
    }

    /// <summary>Transforms from one type to another.</summary>
    public ConversionTransforms Conversion { get; }

    /// <summary>Transforms of text.</summary>
    public TextTransforms Text { get; }

    internal HostEnvironment Environment { get; }

    /// <summary>Transforms from one type to another.</summary>
    public sealed class ConversionTransforms
    {
        internal ConversionTransforms(TransformsCatalog owner) => Environment = owner.Environment;

        internal HostEnvironment Environment { get; }
    }

    /// <summary>Transforms of text.</summary>
    public sealed class TextTransforms
    {
        internal TextTransforms(TransformsCatalog owner) => Environment = owner.Environment;

        internal HostEnvironment Environment { get; }
    }
}
