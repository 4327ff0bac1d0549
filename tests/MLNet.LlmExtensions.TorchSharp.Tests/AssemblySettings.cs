// The default random number generator and the number of threads are one for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
