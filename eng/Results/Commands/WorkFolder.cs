using System.CommandLine;

namespace Results.Commands;

/// <summary>The option for the folder that runs are kept in, which both commands have.</summary>
internal static class WorkFolder
{
    public static Option<string> Option() => new("--work")
    {
        Description = "The folder that runs and embeddings are kept in.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => Path.Combine("artifacts", "results"),
    };
}
