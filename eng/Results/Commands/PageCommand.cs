using System.CommandLine;
using System.Text;
using ReportClassification.Reporting.Curves;
using Results.Baselines;
using Results.Methods;
using Results.Pages;
using Results.Published;
using Results.Runs;

namespace Results.Commands;

/// <summary>page: makes the results page of the stored runs.</summary>
internal static class PageCommand
{
    private const string PictureFolder = "results";

    public static Command Create(TextWriter output)
    {
        var data = new Option<string>("--data") { Description = "The folder with BASELINES.md.", HelpName = "FOLDER", DefaultValueFactory = _ => "../shared/data" };
        var work = WorkFolder.Option();
        var target = new Option<string>("--out") { Description = "The page. Its pictures go to a folder 'results' beside it.", HelpName = "RESULTS.md", DefaultValueFactory = _ => Path.Combine("docs", "RESULTS.md") };
        var command = new Command("page", "Makes the results page of the stored runs and of BASELINES.md.") { data, work, target };
        command.SetAction((result, _) =>
        {
            var runs = new RunStore(result.GetValue(work)!).All();
            var baselines = BaselineFile.Read(Path.Combine(result.GetValue(data)!, "BASELINES.md"));
            var path = Path.GetFullPath(result.GetValue(target)!);
            Write(new PageInput(new ResultSet(runs, MethodCatalog.All), baselines, PublishedFigures.Read()), path);
            output.WriteLine(FormattableString.Invariant($"{runs.Count} runs are in '{result.GetValue(target)}'."));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(PageInput input, string path)
    {
        var files = new PageFiles(PictureFolder);
        var text = ResultsPage.Write(input, files);
        var folder = Path.Combine(Path.GetDirectoryName(path)!, PictureFolder);
        Directory.CreateDirectory(folder);
        // A picture that the page no longer has would stay for ever.
        foreach (var stale in Directory.GetFiles(folder, "*.svg").Where(file => !files.Plots.ContainsKey(Path.GetFileName(file))))
            File.Delete(stale);
        foreach (var (name, plot) in files.Plots)
        {
            using var stream = new MemoryStream();
            using (var markup = new Markup(stream))
                plot.Draw(markup);
            stream.WriteByte((byte)'\n');
            WholeFile.Write(Path.Combine(folder, name), stream.ToArray());
        }

        WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
    }
}
