using System.Collections.Concurrent;
using MLNet.LlmExtensions.Embedding.Sessions;
using MLNet.LlmExtensions.Sessions;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The sessions that loaded transformers have opened in this process. A loaded transformer is made of ML.NET's own
/// types, which cannot own anything, so the process owns them.
/// </summary>
internal static class LoadedEmbeddings
{
    private static readonly ConcurrentDictionary<string, ShareOwner<IEmbeddingSession>> Sessions = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ShareOwner<IEmbeddingSession>>.AlternateLookup<ReadOnlySpan<char>> SessionsByText =
        Sessions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The session for a state, opened on first use.</summary>
    public static IEmbeddingSession Session(ReadOnlySpan<char> json)
    {
        if (!SessionsByText.TryGetValue(json, out var owner))
        {
            owner = Sessions.GetOrAdd(json.ToString(), Open);
        }

        return owner.Value;
    }

    /// <summary>Lets go of all sessions. Those still in use are opened again when they are next needed.</summary>
    public static void Release()
    {
        foreach (var json in Sessions.Keys)
        {
            if (Sessions.TryRemove(json, out var owner))
            {
                owner.Dispose();
            }
        }
    }

    private static ShareOwner<IEmbeddingSession> Open(string json) => new("loaded LlmEmbedding", () =>
    {
        var state = EmbeddingState.Parse(json);
        var options = state.ToEmbedderOptions();
        return SessionPool.Acquire(LoadedModels.Get(state.BaseModel), LoadedLlmEmbeddings.Apply(options, state));
    });
}
