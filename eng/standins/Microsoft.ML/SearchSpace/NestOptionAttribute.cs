namespace Microsoft.ML.SearchSpace;

/// <summary>An object with options of its own.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = false)]
public sealed class NestOptionAttribute : Attribute
{
}
