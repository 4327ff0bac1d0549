using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// Cuts one part of known size out of a vector whose size the schema does not know. A vector of n numbers is cut into one
/// part for each binary digit of n that is 1, the largest first, so a handful of classes serves every n. Where a part begins
/// follows from n and the part's size alone, so the mapping needs no state.
/// </summary>
internal abstract class BlockMapping<TColumn>(int size) : CustomMappingFactory<VectorColumn, TColumn>
    where TColumn : class, IBlockColumn, new()
{
    public override Action<VectorColumn, TColumn> GetMapping() => (input, output) =>
    {
        var values = input.Vector.GetValues();
        if ((values.Length & size) == 0)
        {
            throw new InvalidDataException(
                $"The embedding has {values.Length} dimensions, and the saved model was made for another number. Was the model's folder changed?");
        }

        var content = output.Content;
        var editor = VBufferEditor.Create(ref content, size);
        values.Slice(Start(values.Length, size), size).CopyTo(editor.Values);
        output.Content = editor.Commit();
    };

    /// <summary>Where the part of a size begins in a vector of <paramref name="length"/>: after all larger parts.</summary>
    internal static int Start(int length, int size)
    {
        var shift = BitOperations.Log2((uint)size) + 1;
        return length >> shift << shift;
    }

    /// <summary>The estimator that saves itself under the contract.</summary>
    public IEstimator<ITransformer> ToEstimator(MLContext context, string contract) =>
        context.Transforms.CustomMapping(GetMapping(), contract);
}
