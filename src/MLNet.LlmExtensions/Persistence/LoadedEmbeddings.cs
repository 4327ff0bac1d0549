using System.Collections.Concurrent;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Sessions;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The language models that loaded transformers have opened in this process. A loaded transformer is made of ML.NET's own
/// types, which cannot own anything, so the process owns it for them.
/// </summary>
internal static class LoadedEmbeddings
{
    private static readonly ConcurrentDictionary<string, ShareOwner<IEmbeddingSession>> Sessions = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ShareOwner<IEmbeddingSession>>.AlternateLookup<ReadOnlySpan<char>> SessionsByText =
        Sessions.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<string, LanguageModel> Models = new(StringComparer.Ordinal);
    private static readonly Lock ModelsLock = new();

    /// <summary>The session for a state, opened on first use.</summary>
    public static IEmbeddingSession Session(ReadOnlySpan<char> json)
    {
        if (!SessionsByText.TryGetValue(json, out var owner))
        {
            owner = Sessions.GetOrAdd(json.ToString(), Open);
        }

        return owner.Value;
    }

    /// <summary>The language model of a state: the same object for the same fingerprint, so that sessions are shared.</summary>
    public static LanguageModel Model(EmbeddingState state)
    {
        lock (ModelsLock)
        {
            // A model that was found stays found; one that was not is looked for again, since a folder may be registered meanwhile.
            if (!Models.TryGetValue(state.Fingerprint, out var model))
            {
                model = ModelLocator.Find(state);
                Models.Add(state.Fingerprint, model);
            }

            return model;
        }
    }

    /// <summary>Lets go of all sessions and models. Those still in use are opened again when they are next needed.</summary>
    public static void Release()
    {
        foreach (var json in Sessions.Keys)
        {
            if (Sessions.TryRemove(json, out var owner))
            {
                owner.Dispose();
            }
        }

        lock (ModelsLock)
        {
            Models.Clear();
        }
    }

    private static ShareOwner<IEmbeddingSession> Open(string json) => new("loaded LlmEmbedding", () =>
    {
        var state = EmbeddingState.Parse(json);
        var options = state.ToEmbedderOptions();
        return SessionPool.Acquire(Model(state), LoadedLlmEmbeddings.Apply(options, state));
    });
}
