using MLNet.LlmExtensions.Serving.Models;

namespace BatchScoring.Input;

/// <summary>Checks of files that must stay as they are while they are worked on.</summary>
internal static class InputStamps
{
    /// <summary>Checks that a file is as it was.</summary>
    /// <exception cref="UserErrorException">It is not: what was found out about its rows no longer holds.</exception>
    public static void Check(this FileStamp stamp, string path)
    {
        if (FileStamp.Of(path) != stamp)
            throw new UserErrorException($"'{path}' has changed while it was read. Leave it as it is, or score it into another --output when it is complete.");
    }
}
