namespace Microsoft.ML.Data;

/// <summary>Loads saved chains. The type of their last member is not saved, as in the official package.</summary>
[ModelLoader(Name)]
internal static class TransformerChainLoader
{
    public const string Name = "TransformerChain";

    public static TransformerChain<ITransformer> Load(ModelLoadContext ctx)
    {
        int count = ctx.Reader.ReadInt32();
        var transformers = new List<ITransformer>();
        var scopes = new List<TransformerScope>();
        for (int i = 0; i < count; i++)
        {
            scopes.Add((TransformerScope)ctx.Reader.ReadInt32());
            transformers.Add(ctx.LoadModel<ITransformer>($"Transform_{i:000}"));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}
