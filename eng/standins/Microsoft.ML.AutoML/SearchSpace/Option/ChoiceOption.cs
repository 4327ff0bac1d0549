#nullable enable

namespace Microsoft.ML.SearchSpace.Option;

/// <summary>One of several values.</summary>
public sealed class ChoiceOption : OptionBase
{
    public ChoiceOption(params object[] choices)
    {
        Choices = [.. choices.Select(Parameter.FromObject)];
        Default = FeatureSpaceDim == 0 ? [] : [0];
    }

    public ChoiceOption(object[] choices, object? defaultChoice)
        : this(choices) => Default = MappingToFeatureSpace(Parameter.FromObject(defaultChoice!));

    public Parameter[] Choices { get; }

    public override int FeatureSpaceDim => Choices.Length == 1 ? 0 : 1;

    public override int?[] Step => [Choices.Length];

    public override double[] MappingToFeatureSpace(Parameter param) =>
        FeatureSpaceDim == 0 ? [] : [(double)Array.FindIndex(Choices, choice => choice.Equals(param)) / Choices.Length];

    public override Parameter SampleFromFeatureSpace(double[] values)
    {
        if (FeatureSpaceDim == 0 || values.Length == 0)
            return Choices[0];

        int index = Convert.ToInt32(Math.Floor(values[0] * Choices.Length));
        return Choices[Math.Min(index, Choices.Length - 1)];
    }
}
