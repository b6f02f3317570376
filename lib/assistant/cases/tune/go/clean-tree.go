package tree

import "cmp"

type Tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

type node[K cmp.Ordered, V any] struct {
	key         K
	value       V
	left, right *node[K, V]
}

func (t *Tree[K, V]) Len() int { return t.size }

func (t *Tree[K, V]) Put(key K, value V) {
	place := &t.root
	for *place != nil {
		switch {
		case key < (*place).key:
			place = &(*place).left
		case key > (*place).key:
			place = &(*place).right
		default:
			(*place).value = value
			return
		}
	}
	*place = &node[K, V]{key: key, value: value}
	t.size++
}

func (t *Tree[K, V]) Each(visit func(K, V) bool) {
	each(t.root, visit)
}

func each[K cmp.Ordered, V any](n *node[K, V], visit func(K, V) bool) bool {
	if n == nil {
		return true
	}
	return each(n.left, visit) && visit(n.key, n.value) && each(n.right, visit)
}
