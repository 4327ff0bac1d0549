using System.Collections.Concurrent;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Sessions;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The classifiers that loaded transformers have opened in this process. A loaded transformer is made of ML.NET's own types,
/// which cannot own anything, so the process owns them. Found by their small states, so that the payload is read once.
/// </summary>
internal static class LoadedClassifiers
{
    private static readonly ConcurrentDictionary<string, ShareOwner<LoadedClassifier>> Classifiers = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ShareOwner<LoadedClassifier>>.AlternateLookup<ReadOnlySpan<char>> ClassifiersByText =
        Classifiers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The classifier of a state, opened on first use.</summary>
    /// <param name="json">The state.</param>
    /// <param name="payload">The classifier in base 64, read on first use only.</param>
    public static LoadedClassifier Get(ReadOnlySpan<char> json, ReadOnlyMemory<char> payload)
    {
        if (!ClassifiersByText.TryGetValue(json, out var owner))
        {
            owner = Classifiers.GetOrAdd(json.ToString(), Open, payload);
        }

        return owner.Value;
    }

    /// <summary>Lets go of all classifiers. Those still in use are opened again when they are next needed.</summary>
    public static void Release()
    {
        foreach (var json in Classifiers.Keys)
        {
            if (Classifiers.TryRemove(json, out var owner))
            {
                owner.Dispose();
            }
        }
    }

    private static ShareOwner<LoadedClassifier> Open(string json, ReadOnlyMemory<char> payload) => new("loaded LoraTextClassification", () =>
    {
        var share = new SharedResource<LoadedClassifier>(() =>
        {
            var state = ClassifierState.Parse(json);
            var classifier = ClassifierPayload.Decode(payload.Span, state.PayloadHash);
            var options = LoadedFineTunedClassifiers.Apply(state.ToClassifierOptions(), state);
            return new LoadedClassifier(new TextClassifier(LoadedModels.Get(state.BaseModel), classifier, options), state);
        });
        _ = share.TryAcquire();
        return share;
    });
}
