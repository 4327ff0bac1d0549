using System.Runtime.CompilerServices;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Embedding.Sessions;

/// <summary>One session for each model and set of options, however many transformers ask: cross-validation loads a model once.</summary>
internal static class SessionPool
{
    private static readonly ConditionalWeakTable<LanguageModel, Dictionary<TextEmbedderOptions, WeakReference<SharedSession>>> Sessions = [];

    /// <summary>Gives a session that the caller now owns a share of, to be given back with <see cref="SharedSession.Release"/>.</summary>
    public static SharedSession Acquire(LanguageModel model, TextEmbedderOptions options)
    {
        var sessions = Sessions.GetOrCreateValue(model);
        lock (sessions)
        {
            if (sessions.TryGetValue(options, out var reference)
                && reference.TryGetTarget(out var shared)
                && shared.TryAcquire())
            {
                return shared;
            }

            shared = new SharedSession(() => new EmbedderSession(new TextEmbedder(model, options)));
            _ = shared.TryAcquire();
            sessions[options] = new WeakReference<SharedSession>(shared);
            return shared;
        }
    }
}
