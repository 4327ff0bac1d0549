using System.Runtime.CompilerServices;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>One session for each model and set of options, however many transformers ask: cross-validation loads a model once.</summary>
internal static class SessionPool
{
    private static readonly ConditionalWeakTable<LanguageModel, SharedPool<TextEmbedderOptions, IEmbeddingSession>> Sessions = [];

    /// <summary>Gives a session that the caller now owns a share of, to be given back with <see cref="SharedResource{T}.Release"/>.</summary>
    public static SharedResource<IEmbeddingSession> Acquire(LanguageModel model, TextEmbedderOptions options) =>
        Sessions.GetOrCreateValue(model).Acquire(options, () => new EmbedderSession(new TextEmbedder(model, options)));
}
