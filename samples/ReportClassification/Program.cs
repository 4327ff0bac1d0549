using ReportClassification;

return await Application.RunAsync(args, Console.In, Console.Out, Console.Error).ConfigureAwait(false);
