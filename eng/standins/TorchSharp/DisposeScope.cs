namespace TorchSharp;

/// <summary>Disposes of every tensor that came into being while it was the innermost scope of its thread, and did not leave it.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager _manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope outer)
    {
        _manager = manager;
        Outer = outer;
    }

    public IReadOnlyList<IDisposable> DisposablesView => [.. OpenMembers];

    public int DisposablesCount => OpenMembers.Count;

    internal DisposeScope Outer { get; set; }

    internal HashSet<IDisposable> Members { get; private set; } = new(ReferenceEqualityComparer.Instance);

    private HashSet<IDisposable> OpenMembers
    {
        get
        {
            ObjectDisposedException.ThrowIf(_manager is null, this);
            return Members;
        }
    }

    public bool Contains(IDisposable disposable) => Members.Contains(disposable);

    /// <summary>Gives it to the scope around this one; without one, to nobody.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(Outer, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope scope, T disposable)
        where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
            Move(scope, disposable);
    }

    /// <summary>Takes it out of this scope, so that its owner has to dispose of it.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Release(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
            Release(disposable);
    }

    /// <summary>Takes it into this scope, out of the one that has it.</summary>
    public void Attach(IDisposable disposable)
    {
        _ = OpenMembers;
        if (Take(disposable))
            _manager.Counts.TensorStatistics.AttachedToScopeCount++;
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> all = [.. disposables];
        foreach (IDisposable disposable in all)
            Attach(disposable);

        return all;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        HashSet<IDisposable> members = OpenMembers;
        Members = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in members)
        {
            if (!Members.Contains(disposable))
                disposable.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Forgets what has been disposed of already.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        OpenMembers.Remove(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        if (_manager is null)
            return;

        DisposeEverything();
        _manager.Close(this);
        _manager = null;
    }

    /// <summary>Puts one tensor in another's place in the scope that has it.</summary>
    internal static void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        DisposeScope scope = original.OwningDisposeScope;
        if (scope is not null && scope.Members.Remove(original))
        {
            original.OwningDisposeScope = null;
            scope.Take(replacement);
        }
    }

    private void Move(DisposeScope scope, IDisposable disposable)
    {
        if (scope is null)
            Release(disposable);
        else if (OpenMembers.Remove(disposable))
            scope.Take(disposable);
    }

    private void Release(IDisposable disposable)
    {
        if (!OpenMembers.Remove(disposable) || disposable is not torch.Tensor tensor)
            return;

        _manager.Counts.TensorStatistics.DetachedFromScopeCount++;
        tensor.OwningDisposeScope = null;
    }

    private bool Take(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor)
            throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
        if (tensor.OwningDisposeScope == this)
            return false;

        Members.Add(tensor);
        tensor.OwningDisposeScope?.Members.Remove(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }
}
