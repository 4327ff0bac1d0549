namespace ReportEncoder.HardNegatives.Words;

/// <summary>What issue reports are about.</summary>
internal static class Software
{
    public static readonly string[] Programs =
    [
        "the application", "the server", "the editor", "the build", "the plugin", "the parser", "the installer", "the client",
        "the command line tool", "the login page", "the API", "the database driver", "the compiler", "the scheduler",
        "the debugger", "the extension", "the web view", "the exporter", "the mobile app", "the importer", "the container",
    ];

    /// <summary>Base form, third person and -ing form.</summary>
    public static readonly (string Base, string Third, string Ing)[] Events =
    [
        ("hang", "hangs", "hanging"), ("freeze", "freezes", "freezing"), ("fail", "fails", "failing"),
        ("time out", "times out", "timing out"), ("leak memory", "leaks memory", "leaking memory"),
        ("throw an exception", "throws an exception", "throwing an exception"),
        ("return an error", "returns an error", "returning an error"), ("lose data", "loses data", "losing data"),
        ("show a warning", "shows a warning", "showing a warning"), ("restart", "restarts", "restarting"),
        ("print the stack trace", "prints the stack trace", "printing the stack trace"),
        ("overwrite the settings", "overwrites the settings", "overwriting the settings"),
        ("block the main thread", "blocks the main thread", "blocking the main thread"),
        ("ignore the setting", "ignores the setting", "ignoring the setting"),
        ("close the connection", "closes the connection", "closing the connection"),
        ("reload the page", "reloads the page", "reloading the page"),
    ];

    public static readonly string[] Conditions =
    [
        "when the network is down", "when the disk is full", "after an update", "when two users save at once", "on startup",
        "with an empty configuration", "in dark mode", "on Windows", "on Linux", "behind a proxy", "with large files",
        "when the cache is cleared", "after closing a tab", "with Unicode names", "in the latest release", "when offline",
        "if the token has expired", "with null values", "under heavy load", "during shutdown",
    ];

    public static readonly string[] Features =
    [
        "dark mode", "offline use", "two-factor login", "CSV export", "keyboard shortcuts", "incremental builds", "HTTP/2",
        "nested queries", "custom themes", "auto completion", "right-to-left text", "time zones", "batch editing", "undo",
        "file uploads", "single sign-on", "pagination", "hot reload", "syntax highlighting", "drag and drop", "GPU acceleration",
    ];

    public static readonly (string Metric, string Unit, double Least, double Most)[] Metrics =
    [
        ("latency", "ms", 2, 5000), ("memory use", "MB", 20, 9000), ("start-up time", "seconds", 1, 120), ("CPU load", "percent", 1, 100),
        ("build time", "minutes", 1, 90), ("download size", "MB", 1, 900), ("error rate", "percent", 1, 90), ("throughput", "requests per second", 10, 9000),
        ("test coverage", "percent", 5, 100), ("queue length", "jobs", 1, 5000), ("timeout", "seconds", 1, 600),
    ];
}
