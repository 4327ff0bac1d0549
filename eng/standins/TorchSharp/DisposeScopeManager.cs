namespace TorchSharp;

/// <summary>The dispose scopes of one thread, the innermost first.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager t_current;

    /// <summary>Counts of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.Counts;

    internal static DisposeScopeManager Current => t_current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope Innermost { get; private set; }

    internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

    internal void Close(DisposeScope closed)
    {
        if (Innermost == closed)
        {
            Innermost = closed.Outer;
            return;
        }

        // Closed before one that was opened inside it: that one gets a new outer scope.
        for (DisposeScope scope = Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Outer == closed)
            {
                scope.Outer = closed.Outer;
                return;
            }
        }
    }

    /// <summary>Gives a new tensor to the innermost scope, which is returned; null where there is none.</summary>
    internal DisposeScope Register(torch.Tensor tensor)
    {
        if (Innermost is null)
        {
            Counts.TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }

        Counts.TensorStatistics.CreatedInScopeCount++;
        Innermost.Members.Add(tensor);
        return Innermost;
    }

    internal void CountDisposal(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope is null)
            Counts.TensorStatistics.DisposedOutsideScopeCount++;
        else
            Counts.TensorStatistics.DisposedInScopeCount++;
    }
}
