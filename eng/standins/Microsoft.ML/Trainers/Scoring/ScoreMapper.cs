using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The columns that a classifier adds: first PredictedLabel, then Score, and where there is one Probability. The features
/// of a row are scored once, however many of the columns are read.
/// </summary>
internal abstract class ScoreMapper : RowMapper
{
    protected const int PredictedLabelColumn = 0;
    protected const int ScoreColumn = 1;
    protected const int ProbabilityColumn = 2;

    private readonly DataViewSchema.Column _features;
    private readonly string _kind;
    private readonly uint _scoreSet;

    protected ScoreMapper(DataViewSchema inputSchema, string featureName, int featureCount, string kind)
        : base(inputSchema)
    {
        _features = inputSchema.GetColumnOrNull(featureName)
            ?? throw new ArgumentOutOfRangeException("schema", $"Feature column '{featureName}' not found");
        bool isExpected = _features.Type is VectorDataViewType vector && vector.Size == featureCount
            && vector.ItemType == NumberDataViewType.Single;
        Guard.State(isExpected, $"Incompatible features column type: '{_features.Type}' vs " +
            $"'{new VectorDataViewType(NumberDataViewType.Single, featureCount)}'");

        _kind = kind;
        _scoreSet = 1 + inputSchema.Select(ScoreSetOf).DefaultIfEmpty().Max();
    }

    private static DataViewType ScoreSetType { get; } = new KeyDataViewType(typeof(uint), int.MaxValue);

    public override IEnumerable<int> GetDependencies(int outputColumn) => [_features.Index];

    public sealed override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutput)
    {
        if (!activeOutput.Contains(true))
            return new Delegate[activeOutput.Length];

        Delegate[] getters = CreateScoreGetters(new FeatureCache(input, _features));
        return [.. getters.Select((getter, i) => activeOutput[i] ? getter : null)];
    }

    protected abstract Delegate[] CreateScoreGetters(FeatureCache features);

    /// <summary>Annotations that begin with the kind of the classifier.</summary>
    protected DataViewSchema.Annotations.Builder AnnotateKind()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance, _kind.AsMemory());
        return annotations;
    }

    /// <summary>Tells the columns of this classifier from those of others in the same view.</summary>
    protected void AnnotateSet(DataViewSchema.Annotations.Builder annotations) =>
        annotations.Add<uint>(AnnotationKinds.ScoreColumnSetId, ScoreSetType, (ref uint value) => value = _scoreSet);

    /// <summary>Says what the column holds, which is its name.</summary>
    protected static void AnnotateValue(DataViewSchema.Annotations.Builder annotations, string name) =>
        annotations.AddPrimitiveValue(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance, name.AsMemory());

    private static uint ScoreSetOf(DataViewSchema.Column column)
    {
        uint value = 0;
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.ScoreColumnSetId)?.Type is KeyDataViewType { RawType: var raw }
            && raw == typeof(uint))
        {
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref value);
        }

        return value;
    }
}
