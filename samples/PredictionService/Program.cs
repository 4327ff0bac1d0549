using PredictionService;

await ServiceHost.Build(args).RunAsync();
