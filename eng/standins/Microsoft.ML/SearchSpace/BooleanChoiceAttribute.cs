namespace Microsoft.ML.SearchSpace;

/// <summary>True or false, whichever is better; true is tried first unless told otherwise.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = false)]
public sealed class BooleanChoiceAttribute : Attribute
{
    public BooleanChoiceAttribute()
        : this(true)
    {
    }

    public BooleanChoiceAttribute(bool defaultValue) => DefaultValue = defaultValue;

    public bool DefaultValue { get; }
}
