using System.Globalization;
using MLNet.LlmExtensions.Training.Checkpoints;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>What stands for a training's examples in the identity of its run.</summary>
internal static class SentenceHash
{
    /// <summary>The hash of examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="targets">For each example what the loss wants of it, besides its texts.</param>
    public static string Of(SentenceExamples examples, IEnumerable<object?> targets)
    {
        using var hash = new ListHash();
        foreach (var row in examples.Texts.SelectMany(text => text.Rows))
            hash.Append<int>(row.Ids);
        foreach (var members in examples.Members)
            hash.Append<int>(members);
        foreach (var target in targets)
        {
            if (target is float[] vector)
                hash.Append<float>(vector);
            else
                hash.Append<char>(Convert.ToString(target, CultureInfo.InvariantCulture));
        }

        return hash.End();
    }
}
