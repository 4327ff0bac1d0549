namespace Microsoft.ML.SearchSpace;

/// <summary>A value to choose among several.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = false, Inherited = false)]
public sealed class ChoiceAttribute : Attribute
{
    public ChoiceAttribute(params object[] candidates)
        : this(candidates, null)
    {
    }

    public ChoiceAttribute(object[] candidates, object defaultValue)
    {
        Candidates = candidates;
        DefaultValue = defaultValue;
    }

    public object[] Candidates { get; }

    public object DefaultValue { get; }
}
