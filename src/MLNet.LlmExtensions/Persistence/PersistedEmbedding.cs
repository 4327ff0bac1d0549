using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// Saves an embedding as a chain of ML.NET's own transformers. ML.NET saves a transformer from outside its own assemblies only
/// like that: what has behaviour is a custom mapping, found again by its contract, and what has state is a value map.
/// </summary>
/// <remarks>
/// The chain, in order: a constant key; a value map from the key to the state (<see cref="EmbeddingState"/>, JSON); a copy of
/// the text column under a fixed name; the embedding, as a vector of unknown size; parts of known size cut out of it
/// (<see cref="Blocks"/>); their concatenation, which therefore has a known size, as the output column; and the removal of all
/// temporary columns.
/// </remarks>
internal static class PersistedEmbedding
{
    private static readonly MLContext Context = new();

    public static void Save(LlmEmbeddingTransformer transformer, ModelSaveContext destination)
    {
        var state = EmbeddingState.From(transformer.Model, transformer.Options, transformer.Dimensions);
        ((ICanSaveModel)ToChain(state)).Save(destination);
    }

    /// <summary>Makes the chain that stands for an embedding.</summary>
    public static TransformerChain<ITransformer> ToChain(EmbeddingState state)
    {
        if (state.Length > Blocks.MaximumDimensions)
        {
            throw new NotSupportedException(
                $"An embedding of {state.Length} dimensions cannot be saved: {Blocks.MaximumDimensions} is the most. Set {nameof(LlmEmbeddingOptions)}.Embedder.Dimensions.");
        }

        var transforms = Context.Transforms;
        var blocks = Blocks.For(Context, state.Length).ToArray();
        var columns = Array.ConvertAll(blocks, block => block.Column);
        var chain = new ChainBuilder(Context, [state.InputColumn]);
        chain.Add(transforms.CustomMapping(new StateKeyMapping().GetMapping(), StateKeyMapping.Contract));
        chain.Add(transforms.Conversion.MapValue(
            TemporaryColumns.State, [KeyValuePair.Create(StateKeyMapping.Key, state.ToJson())], TemporaryColumns.StateKey));
        chain.Add(transforms.CopyColumns(TemporaryColumns.Text, state.InputColumn));
        chain.Add(transforms.CustomMapping(new EmbedMapping().GetMapping(), EmbedMapping.Contract));
        foreach (var block in blocks)
        {
            chain.Add(block.Estimator);
        }

        chain.Add(transforms.Concatenate(state.OutputColumn, columns));
        chain.Add(transforms.DropColumns([
            TemporaryColumns.StateKey, TemporaryColumns.State, TemporaryColumns.Text, TemporaryColumns.Vector, .. columns]));
        return chain.ToChain();
    }

    /// <summary>Tells whether a transformer is such a chain, loaded again, and reads its state.</summary>
    public static bool TryReadState(ITransformer transformer, out EmbeddingState state)
    {
        state = null!;
        if (transformer is not TransformerChain<ITransformer> chain)
        {
            return false;
        }

        var parts = chain.Take(2).ToArray();
        if (parts is not [CustomMappingTransformer<NoColumns, StateKeyColumn>, var map])
        {
            return false;
        }

        // A row with a column, which the mapping puts its own in the place of: ML.NET cannot split rows without any among threads.
        var row = map.Transform(parts[0].Transform(Context.Data.LoadFromEnumerable([new StateKeyColumn()])));
        state = EmbeddingState.Parse(row.GetColumn<string>(TemporaryColumns.State).Single());
        return true;
    }
}
