using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers of two classes that use stochastic dual coordinate ascent.</summary>
public abstract class SdcaBinaryTrainerBase<TModelParameters>
    : SdcaTrainerBase<SdcaBinaryTrainerBase<TModelParameters>.BinaryOptionsBase, BinaryPredictionTransformer<TModelParameters>, TModelParameters>
    where TModelParameters : class
{
    private protected SdcaBinaryTrainerBase(HostEnvironment environment, BinaryOptionsBase options)
        : base(environment, options, ClassifierColumns.BooleanLabel(options.LabelColumnName)) => Info = new TrainerInfo();

    /// <inheritdoc/>
    public override TrainerInfo Info { get; }

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ClassifierColumns.Binary();

    private protected override BinaryPredictionTransformer<TModelParameters> TrainCore(IDataView data, TrainingRows rows, object initialModel)
    {
        DualCoordinateAscent ascent = Ascend(rows, classCount: 2, isBinary: true);
        return MakeTransformer(new LinearBinaryModelParameters(ascent.Weights, ascent.Biases[0]), data.Schema);
    }

    private protected abstract BinaryPredictionTransformer<TModelParameters> MakeTransformer(
        LinearBinaryModelParameters model, DataViewSchema trainSchema);

    /// <summary>The options.</summary>
    public class BinaryOptionsBase : OptionsBase
    {
    }
}
