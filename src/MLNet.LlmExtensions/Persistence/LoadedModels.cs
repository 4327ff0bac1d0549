using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The language models that loaded transformers have found in this process: the same object for the same fingerprint, so that
/// sessions are shared. Thread-safe.
/// </summary>
internal static class LoadedModels
{
    private static readonly Dictionary<string, LanguageModel> Models = new(StringComparer.Ordinal);

    /// <summary>The model that a saved model refers to.</summary>
    /// <exception cref="DirectoryNotFoundException">Its folder is not found.</exception>
    /// <exception cref="InvalidDataException">The folder holds another model.</exception>
    public static LanguageModel Get(BaseModelReference reference)
    {
        lock (Models)
        {
            // A model that was found stays found while its folder is there; one that was not is looked for again, since a folder
            // may be registered meanwhile.
            if (!Models.TryGetValue(reference.Fingerprint, out var model) || !Directory.Exists(model.Folder))
            {
                model = ModelLocator.Find(reference);
                Models[reference.Fingerprint] = model;
            }

            return model;
        }
    }

    /// <summary>Forgets all models, so that their folders are looked at anew.</summary>
    public static void Release()
    {
        lock (Models)
        {
            Models.Clear();
        }
    }
}
