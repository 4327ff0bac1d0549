using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Computes the vectors of a batch's texts in passes of similar length, whatever size the batch has.</summary>
/// <param name="model">The model, which the caller disposes.</param>
/// <param name="texts">All texts.</param>
/// <param name="padTokenId">The id for places without a token.</param>
/// <param name="tokenBudget">The most tokens of one pass, padding included.</param>
/// <param name="cachesGradients">
/// Whether a batch's passes go backwards one at a time, each computed a second time
/// (<see href="https://arxiv.org/abs/2101.06983">Gao et al., 2021</see>): the memory of one pass for a third more time.
/// </param>
internal sealed class SentenceEncoder(ITextModel model, IReadOnlyList<TokenizedExample> texts, int padTokenId, int tokenBudget, bool cachesGradients)
{
    /// <summary>What of the model is trained.</summary>
    public IReadOnlyList<TrainableParameter> Parameters => model.Parameters;

    /// <summary>Tokens that a batch of texts takes.</summary>
    /// <param name="batch">The indices of the texts.</param>
    /// <param name="padded">With padding.</param>
    public long Tokens(IReadOnlyList<int> batch, bool padded) => padded
        ? Passes(batch).Sum(pass => pass.Sum(place => (long)texts[batch[place]].Rows.Length) * pass.Max(place => texts[batch[place]].Length))
        : batch.Sum(text => texts[text].Tokens);

    /// <summary>Vectors without gradients and dropout, float32 [texts, dimensions]; the caller disposes them.</summary>
    /// <param name="batch">The indices of the texts.</param>
    public Tensor Forward(IReadOnlyList<int> batch)
    {
        using var noGradients = no_grad();
        return Vectors(batch, Passes(batch), training: false, seed: 0);
    }

    /// <summary>Computes a loss in training mode and adds its gradients to those of the parameters.</summary>
    /// <param name="batch">The indices of the texts.</param>
    /// <param name="loss">Gets the vectors, [texts, dimensions], and returns a scalar.</param>
    /// <param name="seed">Decides what dropout drops.</param>
    /// <returns>The loss.</returns>
    public float ForwardBackward(IReadOnlyList<int> batch, Func<Tensor, Tensor> loss, long seed)
    {
        using var scope = NewDisposeScope();
        var passes = Passes(batch);
        if (passes.Count == 1)
        {
            var (composed, order) = (Compose(batch, passes[0]), Order(passes, batch.Count));
            return model.ForwardBackward(composed.Tokens, rows => loss(composed.Average(rows).index_select(0, order)), Seed(seed, 0));
        }

        return cachesGradients ? OneAtATime(batch, passes, loss, seed) : Together(batch, passes, loss, seed);
    }

    private float Together(IReadOnlyList<int> batch, IReadOnlyList<int[]> passes, Func<Tensor, Tensor> loss, long seed)
    {
        var value = loss(Vectors(batch, passes, training: true, seed));
        value.backward();
        return value.detach().cpu().item<float>();
    }

    private float OneAtATime(IReadOnlyList<int> batch, IReadOnlyList<int[]> passes, Func<Tensor, Tensor> loss, long seed)
    {
        Tensor vectors;
        using (no_grad())
            vectors = Vectors(batch, passes, training: true, seed);
        vectors = vectors.detach().requires_grad_();
        var value = loss(vectors);
        value.backward();
        var gradients = vectors.grad ?? throw new InvalidOperationException("The loss does not depend on the vectors.");
        for (var i = 0; i < passes.Count; i++)
        {
            var composed = Compose(batch, passes[i]);
            var gradient = gradients.index_select(0, tensor(Array.ConvertAll(passes[i], place => (long)place), device: gradients.device));
            model.ForwardBackward(composed.Tokens, rows => composed.Average(rows).mul(gradient).sum(), Seed(seed, i));
        }

        return value.detach().cpu().item<float>();
    }

    /// <summary>The vectors of all passes in the order of the batch.</summary>
    private Tensor Vectors(IReadOnlyList<int> batch, IReadOnlyList<int[]> passes, bool training, long seed)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var i = 0; i < passes.Count; i++)
        {
            var composed = Compose(batch, passes[i]);
            parts.Add(composed.Average(model.Forward(composed.Tokens, training, Seed(seed, i))));
        }

        return cat(parts, 0).index_select(0, Order(passes, batch.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>Places of the batch, those of similar length together.</summary>
    private IReadOnlyList<int[]> Passes(IReadOnlyList<int> batch) =>
        new BatchSampler([.. batch.Select(text => new ExampleSize(texts[text].Rows.Length, texts[text].Length))], tokenBudget, int.MaxValue, seed: 0).Sorted();

    /// <summary>Where each text of the batch is among the texts of all passes.</summary>
    private Tensor Order(IReadOnlyList<int[]> passes, int count)
    {
        var order = new long[count];
        foreach (var (index, place) in passes.SelectMany(pass => pass).Index())
            order[place] = index;
        return tensor(order, device: model.Device);
    }

    private ComposedBatch Compose(IReadOnlyList<int> batch, int[] pass) =>
        BatchComposer.Compose([.. pass.Select(place => texts[batch[place]])], padTokenId);

    private static long Seed(long seed, int pass) => SeededRandom.Mix(seed, pass);
}
