using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The columns that a classifier into several classes adds.</summary>
internal sealed class MulticlassScoreMapper : ScoreMapper
{
    private readonly IMulticlassModel _model;
    private readonly DataViewSchema.Column _label;
    private readonly DataViewType _classNamesType;

    /// <param name="inputSchema">The columns that go in.</param>
    /// <param name="model">What scores.</param>
    /// <param name="featureName">The name of the feature column.</param>
    /// <param name="label">The label column that the model was trained on, whose key values name the classes.</param>
    public MulticlassScoreMapper(DataViewSchema inputSchema, IMulticlassModel model, string featureName, DataViewSchema.Column label)
        : base(inputSchema, featureName, model.FeatureCount, "MulticlassClassification")
    {
        _model = model;
        _label = label;
        DataViewType type = label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type;
        _classNamesType = type is VectorDataViewType names && names.Size == model.ClassCount ? type : null;
    }

    public override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        // In the order that the official annotations have.
        DataViewSchema.Annotations.Builder label = AnnotateKind();
        AnnotateValue(label, DefaultColumnNames.PredictedLabel);
        AddClassNames(label, AnnotationKinds.KeyValues);
        AnnotateSet(label);

        DataViewSchema.Annotations.Builder score = AnnotateKind();
        AnnotateSet(score);
        AnnotateValue(score, DefaultColumnNames.Score);
        AddClassNames(score, AnnotationKinds.TrainingLabelValues);
        if (_classNamesType is VectorDataViewType { ItemType: TextDataViewType })
            AddClassNames(score, AnnotationKinds.SlotNames);

        return
        [
            new(DefaultColumnNames.PredictedLabel, new KeyDataViewType(typeof(uint), _model.ClassCount), label.ToAnnotations()),
            new(DefaultColumnNames.Score, new VectorDataViewType(NumberDataViewType.Single, _model.ClassCount), score.ToAnnotations()),
        ];
    }

    protected override Delegate[] CreateScoreGetters(FeatureCache features)
    {
        var scores = new float[_model.ClassCount];
        return [(ValueGetter<uint>)GetPredictedLabel, (ValueGetter<VBuffer<float>>)GetScore];

        void Update()
        {
            if (features.TryAdvance(out VBuffer<float> values))
                _model.Score(values, scores);
        }

        void GetPredictedLabel(ref uint destination)
        {
            Update();
            destination = float.IsNaN(scores[0]) ? 0 : (uint)TensorPrimitives.IndexOfMax<float>(scores) + 1;
        }

        void GetScore(ref VBuffer<float> destination)
        {
            Update();
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, scores.Length);
            scores.CopyTo(editor.Values);
            destination = editor.Commit();
        }
    }

    private void AddClassNames(DataViewSchema.Annotations.Builder annotations, string kind)
    {
        if (_classNamesType is not null)
            Generic.Invoke(typeof(MulticlassScoreMapper), nameof(AddClassNamesOf), _classNamesType.RawType, annotations, kind, _classNamesType, _label);
    }

    private static void AddClassNamesOf<T>(DataViewSchema.Annotations.Builder annotations, string kind, DataViewType type, DataViewSchema.Column label) =>
        annotations.Add<T>(kind, type, (ref T value) => label.Annotations.GetValue(AnnotationKinds.KeyValues, ref value));
}
