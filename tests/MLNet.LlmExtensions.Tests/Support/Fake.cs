using Microsoft.ML;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Inference.Sessions;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>Estimators and transformers over a <see cref="FakeSession"/>. They have no language model and cannot be saved.</summary>
internal static class Fake
{
    public static LlmEmbeddingTransformer Transformer(FakeSession session, LlmEmbeddingOptions? options = null) =>
        new(null!, options ?? new LlmEmbeddingOptions(), () => Share(session));

    public static LlmEmbeddingEstimator Estimator(FakeSession session, LlmEmbeddingOptions? options = null) =>
        new(null!, options ?? new LlmEmbeddingOptions(), () => Share(session));

    public static IDataView Embed(this IDataView data, FakeSession session, LlmEmbeddingOptions? options = null) =>
        Transformer(session, options).Transform(data);

    private static SharedResource<IEmbeddingSession> Share(FakeSession session)
    {
        var shared = new SharedResource<IEmbeddingSession>(() => session);
        Assert.True(shared.TryAcquire());
        return shared;
    }
}
