using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>
/// The classes that training rows have. A key's type may know more, for example where cross-validation put all rows of a rare
/// class into the fold that is held out; those cannot be learned, but the scores must have a slot for them.
/// </summary>
internal sealed class ClassSelection
{
    // The exponential of it is zero beside any other score, and unlike infinity it survives subtraction.
    private const float NeverScore = -1e30f;

    private readonly IReadOnlyList<string> _classes;
    private readonly int[] _present;

    public ClassSelection(IReadOnlyList<string> classes, IEnumerable<TrainingExample> examples)
    {
        _classes = classes;
        _present = [.. examples.SelectMany(example => example.Labels).Distinct().Order()];
    }

    /// <summary>The classes that no row has.</summary>
    public IEnumerable<string> Absent => Enumerable.Range(0, _classes.Count).Except(_present).Select(index => _classes[index]);

    /// <summary>The classes that some row has.</summary>
    public string[] Present => Array.ConvertAll(_present, index => _classes[index]);

    /// <summary>Rows with their labels counted among the present classes; those of absent classes are left out.</summary>
    public List<TrainingExample> Narrow(List<TrainingExample> examples)
    {
        if (_present.Length == _classes.Count)
        {
            return examples;
        }

        var index = _present.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return [.. examples
            .Where(example => example.Labels.All(index.ContainsKey))
            .Select(example => new TrainingExample(example.Text, [.. example.Labels.Select(label => index[label])]) { TextPair = example.TextPair })];
    }

    /// <summary>A classifier of the present classes as one of all classes, where those that are absent have probability 0.</summary>
    public FineTunedClassifier Widen(FineTunedClassifier classifier)
    {
        if (_present.Length == _classes.Count)
        {
            return classifier;
        }

        var dimensions = (int)classifier.HeadWeight.Shape[1];
        var weight = new float[_classes.Count * dimensions];
        var bias = new float[_classes.Count];
        Array.Fill(bias, NeverScore);
        foreach (var (narrow, wide) in _present.Index())
        {
            classifier.HeadWeight.Values.AsSpan(narrow * dimensions, dimensions).CopyTo(weight.AsSpan(wide * dimensions));
            bias[wide] = classifier.HeadBias.Values[narrow];
        }

        return classifier.WithHead(
            _classes, new DenseTensor([_classes.Count, dimensions], weight), new DenseTensor([_classes.Count], bias));
    }
}
