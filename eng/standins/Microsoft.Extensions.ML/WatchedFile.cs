using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The model of a file, read again when the file system tells of a change.</summary>
internal sealed class WatchedFile : ModelLoader, IDisposable
{
    private readonly MLContext _context;
    private readonly ILogger _logger;
    private readonly string _path;
    private readonly FileSystemWatcher _watcher;
    private volatile ITransformer _model;
    private CancellationTokenSource _change = new();

    public WatchedFile(MLContext context, ILogger logger, string path, bool watch)
    {
        if (!File.Exists(path))
            throw new ArgumentException($"The model file {path} does not exist.");
        (_context, _logger, _path) = (context, logger, path);
        _model = Read();
        if (!watch)
            return;
        var full = Path.GetFullPath(path);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(full), Path.GetFileName(full));
        _watcher.Changed += (_, _) => Reload();
        _watcher.EnableRaisingEvents = true;
    }

    public override IChangeToken GetReloadToken() => new CancellationChangeToken(_change.Token);

    public override ITransformer GetModel() => _model;

    public void Dispose() => _watcher?.Dispose();

    // As with the official package, those who wait for a change are lost with a file that cannot be read: its pool stays at the old
    // model from then on.
    private void Reload()
    {
        try
        {
            var told = Interlocked.Exchange(ref _change, new CancellationTokenSource());
            _model = Read();
            told.Cancel();
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "The changed model file {Path} cannot be loaded", _path);
        }
    }

    private ITransformer Read()
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return _context.Model.Load(stream, out _);
    }
}
