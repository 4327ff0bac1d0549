using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators that are fitted one after the other, each on what the ones before it give.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly Member[] _members;

    /// <summary>The last estimator.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    /// <summary>Creates an empty chain.</summary>
    public EstimatorChain() => _members = [];

    private EstimatorChain(Member[] members)
    {
        _members = members;
        LastEstimator = members[^1].Estimator as IEstimator<TLastTransformer>;
    }

    /// <inheritdoc/>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        // Mismatches are found before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));

        var current = input;
        var transformers = new ITransformer[_members.Length];
        for (int i = 0; i < transformers.Length; i++)
        {
            transformers[i] = _members[i].Estimator.Fit(current);
            current = transformers[i].Transform(current);
            if (_members[i].CacheAfter && i < transformers.Length - 1)
                current = new CacheDataView(current);
        }

        return new TransformerChain<TLastTransformer>(transformers, _members.Select(member => member.Scope));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _members.Aggregate(inputSchema, (shape, member) => member.Estimator.GetOutputSchema(shape));

    /// <summary>A chain with one more estimator.</summary>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(
        IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Guard.NotNull(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>(
            [.. _members.Select(member => new EstimatorChain<TNewTrans>.Member(member.Estimator, member.Scope, member.CacheAfter)),
             new EstimatorChain<TNewTrans>.Member(estimator, scope, false)]);
    }

    /// <summary>A chain that keeps what comes out of its last estimator in memory while the later ones are fitted.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Guard.NotNull(env, nameof(env));
        Guard.State(_members.Length > 0, "Current estimator chain has no estimator, can't append cache checkpoint.");
        return new EstimatorChain<TLastTransformer>([.. _members[..^1], _members[^1] with { CacheAfter = true }]);
    }

    private sealed record Member(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
}
