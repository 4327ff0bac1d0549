using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Puts other parts into the place of some of a chain's, in chains within chains as well.</summary>
internal static class LoadedChains
{
    /// <summary>Replaces parts.</summary>
    /// <param name="model">A transformer, often a chain. It stays as it is and shares its other parts with the result.</param>
    /// <param name="replace">Gives what takes a part's place, or null for the part itself.</param>
    /// <returns>The chain with its new parts; <paramref name="model"/> itself where nothing was replaced.</returns>
    public static ITransformer Replace(ITransformer model, Func<ITransformer, ITransformer?> replace)
    {
        if (replace(model) is { } other)
        {
            return other;
        }

        if (model is not TransformerChain<ITransformer> chain)
        {
            return model;
        }

        var parts = chain.ToArray();
        var replaced = Array.ConvertAll(parts, part => Replace(part, replace));
        return replaced.SequenceEqual(parts, ReferenceEqualityComparer.Instance)
            ? model
            : new TransformerChain<ITransformer>(replaced, Scopes(chain, parts));
    }

    // A chain does not tell the scopes of its parts, but it gives the chain of those within a scope.
    private static TransformerScope[] Scopes(TransformerChain<ITransformer> chain, ITransformer[] parts)
    {
        var scopes = new TransformerScope[parts.Length];
        foreach (var scope in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
        {
            var members = chain.GetModelFor(scope).ToHashSet(ReferenceEqualityComparer.Instance);
            for (var i = 0; i < parts.Length; i++)
            {
                scopes[i] |= members.Contains(parts[i]) ? scope : TransformerScope.None;
            }
        }

        return scopes;
    }
}
