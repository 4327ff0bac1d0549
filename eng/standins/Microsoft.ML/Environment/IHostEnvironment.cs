namespace Microsoft.ML.Runtime;

/// <summary>What components share: the random seed, the log and the component catalog.</summary>
/// <remarks>The official interface has public members, too; no code outside the package implements or calls them.</remarks>
public interface IHostEnvironment
{
    internal HostEnvironment Host { get; }
}
