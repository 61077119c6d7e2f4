package dossier

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do for every number below n, on all processors, and returns when all are done.
func Each(n int, do func(i int)) {
	EachWith(n, func() struct{} { return struct{}{} }, func(_ struct{}, i int) { do(i) })
}

// EachWith is Each with a worker for every processor, such as memory that only one goroutine uses.
func EachWith[W any](n int, start func() W, do func(worker W, i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			worker := start()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(worker, i)
			}
		})
	}
	group.Wait()
}
